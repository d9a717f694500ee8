-- found: 2
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE app."Level" AS ENUM ();
