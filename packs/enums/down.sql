-- RESTRICT: a column of the type refuses.
DROP TYPE {{schema}}.user_role RESTRICT;
DROP TYPE {{schema}}.kyc_status RESTRICT;
DROP TYPE {{schema}}.user_status RESTRICT;
