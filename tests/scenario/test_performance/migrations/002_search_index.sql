CREATE INDEX CONCURRENTLY idx_properties_search ON properties (city, property_type, status, monthly_rent);
