-- What every program here runs; it prints the value of each, and of the last the text of the error.
SELECT hex(float64_array(average)) FROM (SELECT smma(price, 3) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) AS average FROM (SELECT 1 AS ts, 10.1 AS price UNION ALL SELECT 2, 20.2 UNION ALL SELECT 3, 30.3 UNION ALL SELECT 4, 40.7));
SELECT hex(float64_array(smma)) FROM smma_series('SELECT 10.1 UNION ALL SELECT 20.2 UNION ALL SELECT 30.3 UNION ALL SELECT 40.7', 3);
SELECT hex(smma_append(smma_append(smma_start(2), 10.1), 20.2));
SELECT round(smma(price, 2), 3) FROM (SELECT 1 AS price UNION ALL SELECT 2 UNION ALL SELECT 5.5);
SELECT smma('n/a', 14);
