CREATE TABLE invoices (
  id bigserial PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders (id),
  number text NOT NULL,
  updated_at timestamptz,
  UNIQUE (number)
);
CREATE TRIGGER invoices_touch BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE POLICY see_invoices ON invoices FOR SELECT USING (is_admin(current_setting('app.user')::uuid));
