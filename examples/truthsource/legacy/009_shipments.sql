CREATE OR REPLACE FUNCTION update_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
$$;

CREATE TABLE shipments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id uuid NOT NULL REFERENCES purchase_orders (id) ON DELETE CASCADE,
  warehouse_id uuid NOT NULL REFERENCES warehouses (id),
  carrier text,
  tracking_code text,
  shipped_at timestamptz,
  arrived_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (arrived_at IS NULL OR arrived_at >= shipped_at)
);
CREATE INDEX idx_shipments_order ON shipments (order_id);
CREATE INDEX idx_shipments_warehouse ON shipments (warehouse_id);
CREATE TRIGGER shipments_updated BEFORE UPDATE ON shipments FOR EACH ROW EXECUTE FUNCTION update_updated_at();

-- where each batch has been: what the product is named after
CREATE TABLE trace_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  shipment_id uuid REFERENCES shipments (id) ON DELETE SET NULL,
  batch text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('made', 'tested', 'packed', 'shipped', 'received', 'recalled')),
  place text,
  happened_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_trace_events_batch ON trace_events (organization_id, batch, happened_at);
CREATE INDEX idx_trace_events_product ON trace_events (product_id);
CREATE INDEX idx_trace_events_shipment ON trace_events (shipment_id);
