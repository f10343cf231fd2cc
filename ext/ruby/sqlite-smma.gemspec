# frozen_string_literal: true

require_relative 'lib/sqlite_smma/version'

Gem::Specification.new do |spec|
  spec.name = 'sqlite-smma'
  spec.version = SqliteSmma::VERSION
  spec.summary = "SMMA (Wilder's smoothing), RSI, ATR and ADX as SQL functions of SQLite"
  spec.description = 'The SQLite extension sqlite-smma, compiled when the gem is installed, for the sqlite3 gem, ' \
                     'Sequel, Active Record and whatever else loads extensions.'
  spec.authors = ['The authors of sqlite-smma']
  spec.license = 'MIT'
  spec.homepage = 'https://github.com/sqlite-smma/sqlite-smma'
  spec.metadata = { 'rubygems_mfa_required' => 'true' }
  spec.required_ruby_version = '>= 2.7'
  # The C file and SQLite's headers come from `make gem`: they are in the gem, and not in git.
  spec.files = Dir['lib/**/*.rb', 'ext/**/*.{rb,c,h,def}', 'README.md', 'LICENSE'].sort
  spec.extensions = ['ext/sqlite_smma/extconf.rb']
end
