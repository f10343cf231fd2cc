# frozen_string_literal: true

require 'rbconfig'
require_relative 'sqlite_smma/version'

# SMMA, the smoothed moving average (Wilder's smoothing), and Wilder's indicators as SQL functions
# of SQLite.
#
#   database = SQLite3::Database.new('prices.db')
#   SqliteSmma.load(database)
#   database.execute('SELECT ts, smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM prices')
module SqliteSmma
  # A connection that cannot load extensions, or a gem that was not compiled.
  class Error < StandardError; end

  module_function

  # Gives the functions to a connection of the sqlite3 gem. Extensions cannot be loaded by SQL
  # afterwards, as before.
  def load(database)
    check(database)
    database.enable_load_extension(true)
    begin
      database.load_extension(loadable_path)
    ensure
      database.enable_load_extension(false)
    end
    database
  end

  # Where the compiled extension is, for all else that loads one.
  def loadable_path
    file = "sqlite_smma/smma.#{RbConfig::CONFIG['DLEXT']}"
    # Installed, it is in a folder of its own, or copied into lib/.
    found = [*$LOAD_PATH, __dir__].map { |folder| File.join(folder.to_s, file) }.find { |path| File.file?(path) }
    found or raise Error, "SqliteSmma.loadable_path(): #{file} is not there: " \
                          'gem pristine sqlite-smma --extensions compiles it'
  end

  # For SQLite3::Database.new(path, extensions: [SqliteSmma]) of sqlite3 2.4 and newer, and the
  # extensions of Rails' database.yml.
  def to_path
    loadable_path
  end

  def check(database)
    return if database.respond_to?(:enable_load_extension) && database.respond_to?(:load_extension)

    if defined?(SQLite3::Database) && database.is_a?(SQLite3::Database)
      raise Error, 'SqliteSmma.load(): the SQLite in this sqlite3 gem loads no extensions: ' \
                   'gem install sqlite3 --platform=ruby -- --enable-system-libraries'
    end
    raise Error, "SqliteSmma.load(): a SQLite3::Database is needed, not #{database.class}: " \
                 'of Active Record that is connection.raw_connection, ' \
                 'of Sequel what after_connect: SqliteSmma.method(:load) is given'
  end
  private_class_method :check
end
