DROP OWNED BY app, reporting CASCADE;
