-- How does the price compare with its short, middle and long average? The last 15 bars.
--
-- Needs:     prices (schema.sql), smma().
-- To change: the symbol in WHERE, a period in smma(close, period), the 15 in LIMIT.

WITH averages AS (
  SELECT symbol,
         ts,
         close,
         smma(close, 14) OVER w AS smma14,
         smma(close, 50) OVER w AS smma50,
         smma(close, 200) OVER w AS smma200
    FROM prices
   WHERE symbol = 'MARKET'
  -- ROWS, not the default RANGE: both begin with the first bar, but RANGE also takes in the rows
  -- that tie with the current one, so SQLite looks ahead for ties on every row. The primary key
  -- rules ties out: ROWS gives the same averages, and sooner.
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
latest AS (
  SELECT * FROM averages ORDER BY ts DESC, symbol LIMIT 15
),
-- As many decimals as the price needs: README.md, "Add a query".
shown AS (
  SELECT *, max(2, 5 - substr(printf('%.5e', abs(first_value(close) OVER w)), 9)) AS decimals
    FROM latest
  WINDOW w AS (PARTITION BY symbol ORDER BY ts DESC)
)
SELECT symbol,
       ts,
       printf('%.*f', decimals, close) AS close,
       -- printf() writes NULL as 0.00. A bar before the period-th has no average and shows none.
       CASE WHEN smma14 IS NOT NULL THEN printf('%.*f', decimals, smma14) END AS smma14,
       CASE WHEN smma50 IS NOT NULL THEN printf('%.*f', decimals, smma50) END AS smma50,
       CASE WHEN smma200 IS NOT NULL THEN printf('%.*f', decimals, smma200) END AS smma200
  FROM shown
 ORDER BY ts, symbol;
