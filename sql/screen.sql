-- Which symbols stand above their average, by how much, and for how long?
-- All symbols, each as of its last bar, the strongest first.
--
-- Needs:     prices (schema.sql), smma().
-- To change: the period in smma(close, period). A period counts bars, whatever a bar is: the sample
--            has days for MARKET, months for the others. A WHERE in averages narrows the symbols.

WITH averages AS (
  SELECT symbol,
         ts,
         close,
         smma(close, 14) OVER w AS average
    FROM prices
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
-- The last bar of each symbol: beside the one max(), SQLite takes close and average from its row. As
-- many decimals as the price needs: README.md, "Add a query".
last_bar AS (
  SELECT symbol,
         max(ts) AS ts,
         close,
         average,
         max(2, 5 - substr(printf('%.5e', abs(close)), 9)) AS decimals
    FROM averages
   GROUP BY symbol
),
-- Crossings as in crossovers.sql: bars before the first average and bars on it are on no side.
sides AS (
  SELECT symbol, ts, close > average AS above
    FROM averages
   WHERE close <> average
),
turns AS (
  SELECT *, lag(above) OVER (PARTITION BY symbol ORDER BY ts) AS above_before
    FROM sides
),
last_turn AS (
  SELECT symbol, max(ts) AS ts
    FROM turns
   WHERE above <> above_before
   GROUP BY symbol
)
SELECT symbol,
       last_bar.ts,
       printf('%.*f', decimals, close) AS close,
       CASE WHEN average IS NOT NULL THEN printf('%.*f', decimals, average) END AS average,
       CASE WHEN close > average THEN 'above'
            WHEN close < average THEN 'below'
            WHEN close = average THEN 'on it'
       END AS stands,
       -- Of the average's size, so that the sign is right for negative prices too; no percentage of 0.
       CASE WHEN average <> 0
            THEN printf('%+.2f', 100 * (close - average) / abs(average))
       END AS percent,
       last_turn.ts AS crossed,
       CAST(julianday(last_bar.ts) - julianday(last_turn.ts) AS INTEGER) AS days
  FROM last_bar
  LEFT JOIN last_turn USING (symbol)
 ORDER BY (close - average) / abs(average) DESC, symbol;
