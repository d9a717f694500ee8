-- found: 3
VACUUM FULL orders;
VACUUM (FULL, VERBOSE) app."Users";
VACUUM FULL;
