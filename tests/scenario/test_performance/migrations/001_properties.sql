CREATE TABLE properties (
  id int PRIMARY KEY,
  city text NOT NULL,
  property_type text NOT NULL,
  status text NOT NULL,
  monthly_rent int NOT NULL
);
