-- +goose Up
INSERT INTO a VALUES (1);

-- +goose Down
-- SQL in this section is executed when the migration is rolled back.
