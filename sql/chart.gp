# Draws what chart.sql returns: candlesticks with three averages, and the volume below.
#
#   gnuplot -e "data='chart.csv'; output='chart.png'" sql/chart.gp
#
# data    CSV with a header line: symbol,ts,open,high,low,close,volume and three averages
# output  the PNG to write
# title   what to call it; by default the symbol in the data
#
# Closes alone are drawn as a line, and where there is no volume there is no volume panel. The legend
# takes the names of the averages from the header line: other periods need no change here.
# Needs gnuplot 5.2 or newer with the pngcairo terminal.

if (!exists("data"))   data   = 'chart.csv'
if (!exists("output")) output = 'chart.png'

# ---- Colours: grey for the market, colour for the averages ---------------------------------------

ink     = '#1f2933'
faint   = '#66727f'
rule    = '#e6eaee'
rising  = 0xa3afbb
falling = 0x46525f
array average_colour[3] = ['#2b7bd6', '#e08a1e', '#b3274f']

# ---- Layout, in fractions of the picture ---------------------------------------------------------

left          = 0.05
right         = 0.98
price_top     = 0.86
price_bottom  = 0.29
volume_top    = 0.245
volume_bottom = 0.065

# ---- What the data holds -------------------------------------------------------------------------

set datafile separator comma

# The x axis counts bars, so that nights, weekends and holidays leave no holes. Where a month begins
# is noted on the way: "bar=2020-04", a word for each.
candles = 0
peak    = 0 # of the volume
months  = ''
month   = ''
begins(ts) = ts[1:7] eq month ? months : sprintf('%s %d=%s', months, $0, ts[1:7])

stats data skip 1 using (symbol = strcol(1), ts = strcol(2), months = begins(ts), month = ts[1:7], \
                         candles = candles + valid(4), peak = valid(7) && $7 > peak ? $7 : peak, \
                         close = strcol(6), $6) name 'bars' nooutput

# The legend: the name of each column and its last value, as the data writes it. A column still
# without one is left out.
array legend[3]
averages = ''
do for [i = 1:3] {
  value = ''
  stats data every ::::0 using (legend[i] = strcol(7 + i), 1) name 'column' nooutput
  stats data skip 1 using (value = valid(7 + i) ? strcol(7 + i) : value, 1) name 'column' nooutput
  if (strlen(value)) { averages = sprintf('%s %d', averages, i) }
  legend[i] = sprintf('%s   %s', legend[i], value)
}

# At most 14 months are named on the axis, at even steps that meet January.
months_per_tic = 1
do for [step in '2 3 6 12 24 60 120'] {
  if (words(months) > 14 * months_per_tic) { months_per_tic = int(step) }
}
bar_of(word) = int(word[1 : strstrt(word, '=') - 1])
month_of(word) = strptime('%Y-%m', word[strstrt(word, '=') + 1 : *])
month_number(time) = int(12 * tm_year(time) + tm_mon(time))
tics = ''
do for [word in months] {
  if (bar_of(word) > 0 && month_number(month_of(word)) % months_per_tic == 0) { tics = tics . ' ' . word }
}
tic_label(word) = strftime('%b %Y', month_of(word))

# ---- Drawing -------------------------------------------------------------------------------------

if (!exists("title")) title = symbol
shade(open, close) = close < open ? falling : rising

set terminal pngcairo noenhanced size 1600,900 background '#ffffff' font 'DejaVu Sans,13'
set output output
set multiplot

set border 0
set tics scale 0 textcolor rgb faint
set format y '%g'
set grid xtics ytics linetype 1 linewidth 1 linecolor rgb rule
set lmargin at screen left
set rmargin at screen right
set xrange [-2 : bars_records + 1]
set autoscale noextend
set offsets 0, 0, graph 0.04, graph 0.04
set boxwidth 0.7
set style fill solid noborder

set label 1 title at screen left, 0.945 left font 'DejaVu Sans Bold,24' textcolor rgb ink
set label 2 sprintf('%d bars to %s, last close %s', bars_records, ts, close) \
    at screen left, 0.9 left textcolor rgb faint
set key at screen right, 0.945 right top horizontal Left reverse samplen 2 textcolor rgb ink

set tmargin at screen price_top
set bmargin at screen (peak > 0 ? price_bottom : volume_bottom)
set xtics ('' -10)
set for [word in tics] xtics add ((peak > 0 ? '' : tic_label(word)) bar_of(word))

if (candles) {
  plot data skip 1 using 0:3:5:4:6:(shade($3, $6)) with candlesticks linecolor rgb variable notitle, \
       for [i in averages] '' skip 1 using 0:7 + i with lines linewidth 2.4 \
           linecolor rgb average_colour[int(i)] title legend[int(i)]
} else {
  plot data skip 1 using 0:6 with lines linewidth 2 linecolor rgb falling notitle, \
       for [i in averages] '' skip 1 using 0:7 + i with lines linewidth 2.4 \
           linecolor rgb average_colour[int(i)] title legend[int(i)]
}

if (peak > 0) {
  unset label
  unset key
  unit = peak >= 1e9 ? 1e9 : peak >= 1e6 ? 1e6 : 1
  set label 3 'Volume' . (unit == 1e9 ? ', billions' : unit == 1e6 ? ', millions' : '') \
      at graph 0, 1.06 left font 'DejaVu Sans,11' textcolor rgb faint

  set tmargin at screen volume_top
  set bmargin at screen volume_bottom
  set for [word in tics] xtics add (tic_label(word) bar_of(word))
  magnitude = 10 ** floor(log10(peak / unit))
  set ytics 0, magnitude * (peak / unit < 2 * magnitude ? 0.5 : peak / unit < 5 * magnitude ? 1 : 2.5)
  set yrange [0:*]
  set offsets 0, 0, graph 0.04, 0
  plot data skip 1 using 0:($7 / unit):(shade(valid(3) ? $3 : $6, $6)) with boxes linecolor rgb variable
}

unset multiplot
