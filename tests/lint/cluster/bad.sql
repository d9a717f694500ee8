-- found: 2
CLUSTER orders USING orders_pkey;
CLUSTER;
