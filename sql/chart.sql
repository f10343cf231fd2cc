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
   WHERE symbol = 'SPX'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
latest AS (
  SELECT * FROM averages ORDER BY ts DESC, symbol LIMIT 504
)
SELECT symbol,
       ts,
       CASE WHEN open IS NOT NULL THEN printf('%.2f', open) END AS open,
       CASE WHEN high IS NOT NULL THEN printf('%.2f', high) END AS high,
       CASE WHEN low IS NOT NULL THEN printf('%.2f', low) END AS low,
       printf('%.2f', close) AS close,
       volume,
       CASE WHEN smma14 IS NOT NULL THEN printf('%.2f', smma14) END AS "SMMA 14",
       CASE WHEN smma50 IS NOT NULL THEN printf('%.2f', smma50) END AS "SMMA 50",
       CASE WHEN smma200 IS NOT NULL THEN printf('%.2f', smma200) END AS "SMMA 200"
  FROM latest
 ORDER BY ts, symbol;
