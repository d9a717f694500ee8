INSERT INTO products (sku, name, price) VALUES ('TEA-1', 'Tea', 4.20), ('TEA-2', 'More tea', 7.00);
INSERT INTO organizations (id, name, slug) VALUES ('00000000-0000-0000-0000-000000000001', 'Ours; "the" shop', 'ours');
