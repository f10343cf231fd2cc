# frozen_string_literal: true

# The gem as installed: in the sqlite3 gem, and what it says where it cannot load.

require 'minitest/autorun'
require 'fileutils'
require 'open3'
require 'sqlite3'
require 'sqlite_smma'
require 'tmpdir'

class TestGem < Minitest::Test
  HOSTS = File.expand_path('../../../ext/hosts', __dir__)

  def database
    @database ||= SQLite3::Database.new(':memory:')
  end

  def answer(query)
    database.get_first_value(query).to_s
  rescue SQLite3::Exception => e
    e.message
  end

  def test_every_question_is_answered
    assert_same database, SqliteSmma.load(database)
    questions = File.read("#{HOSTS}/queries.sql").strip.split(";\n")
    assert_equal File.read("#{HOSTS}/expected.txt").split("\n"), questions.map { |query| answer(query) }
  end

  def test_loading_again_is_harmless
    2.times { SqliteSmma.load(database) }
    assert_equal SqliteSmma::VERSION, answer('SELECT smma_version()')
  end

  def test_sql_loads_no_extension_afterwards
    SqliteSmma.load(database)
    assert_equal 'not authorized', answer("SELECT load_extension('#{SqliteSmma.loadable_path}')")
  end

  def test_the_path_is_that_of_the_installed_file
    assert File.file?(SqliteSmma.loadable_path)
    assert File.absolute_path?(SqliteSmma.loadable_path)
    assert_equal SqliteSmma.loadable_path, SqliteSmma.to_path
  end

  def test_the_compiled_file_needs_no_ruby
    needed, status = Open3.capture2('ldd', SqliteSmma.loadable_path)
    assert status.success?
    refute_includes needed, 'libruby'
  end

  def test_what_is_no_connection_is_refused_with_the_cure
    error = assert_raises(SqliteSmma::Error) { SqliteSmma.load('prices.db') }
    assert_equal 'SqliteSmma.load(): a SQLite3::Database is needed, not String: of Active Record that is ' \
                 'connection.raw_connection, of Sequel what after_connect: SqliteSmma.method(:load) is given',
                 error.message
  end

  def test_a_sqlite_without_extensions_is_refused_with_the_cure
    without = Class.new(SQLite3::Database) { undef_method :enable_load_extension }
    error = assert_raises(SqliteSmma::Error) { SqliteSmma.load(without.new(':memory:')) }
    assert_equal 'SqliteSmma.load(): the SQLite in this sqlite3 gem loads no extensions: ' \
                 'gem install sqlite3 --platform=ruby -- --enable-system-libraries', error.message
  end

  def test_a_gem_that_was_not_compiled_says_what_compiles_it
    Dir.mktmpdir do |folder|
      FileUtils.cp_r(File.dirname($LOADED_FEATURES.grep(%r{/sqlite_smma\.rb$}).first), "#{folder}/lib")
      FileUtils.rm(Dir["#{folder}/lib/**/smma.*"].grep_v(/\.rb$/))
      text, = Open3.capture2e(RbConfig.ruby, '--disable-gems', '-I', "#{folder}/lib", '-r', 'sqlite_smma',
                              '-e', 'SqliteSmma.loadable_path')
      assert_includes text, 'is not there: gem pristine sqlite-smma --extensions compiles it'
    end
  end
end
