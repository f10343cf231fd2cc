# frozen_string_literal: true

# [load]
require 'sqlite3'
require 'sqlite_smma'

database = SQLite3::Database.new(':memory:')
SqliteSmma.load(database)
average = database.get_first_value("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')")
# [end]
raise average.to_s unless average == 3.5

File.read(ARGV[0]).strip.split(";\n").each do |query|
  puts database.get_first_value(query)
rescue SQLite3::Exception => e
  puts e.message
end
