-- [load]
.load ./smma
SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]');
-- [end]
