-- The bars chart.gp draws: 504 of them, two years of trading days, with three averages.
--
-- Needs:     prices (schema.sql), smma(); output as CSV with a header line.
-- To change: the symbol in WHERE, a period in smma(close, period), the 504 in LIMIT.
--            The averages run over the whole history; LIMIT only picks what is shown.

WITH averages AS (
  SELECT symbol,
         ts,
         open,
         high,
         low,
         close,
         volume,
         smma(close, 14) OVER w AS smma14,
         smma(close, 50) OVER w AS smma50,
         smma(close, 200) OVER w AS smma200
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
latest AS (
  SELECT * FROM averages ORDER BY ts DESC, symbol LIMIT 504
),
-- As many decimals as the price needs: README.md, "Add a query".
shown AS (
  SELECT *, max(2, 5 - substr(printf('%.5e', abs(first_value(close) OVER w)), 9)) AS decimals
    FROM latest
  WINDOW w AS (PARTITION BY symbol ORDER BY ts DESC)
)
SELECT symbol,
       ts,
       CASE WHEN open IS NOT NULL THEN printf('%.*f', decimals, open) END AS open,
       CASE WHEN high IS NOT NULL THEN printf('%.*f', decimals, high) END AS high,
       CASE WHEN low IS NOT NULL THEN printf('%.*f', decimals, low) END AS low,
       printf('%.*f', decimals, close) AS close,
       volume,
       CASE WHEN smma14 IS NOT NULL THEN printf('%.*f', decimals, smma14) END AS "SMMA 14",
       CASE WHEN smma50 IS NOT NULL THEN printf('%.*f', decimals, smma50) END AS "SMMA 50",
       CASE WHEN smma200 IS NOT NULL THEN printf('%.*f', decimals, smma200) END AS "SMMA 200"
  FROM shown
 ORDER BY ts, symbol;
