# frozen_string_literal: true

module SqliteSmma
  VERSION = "0.1.0"
end
