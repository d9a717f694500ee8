-- found: 2
DROP OWNED BY app, reporting CASCADE;
