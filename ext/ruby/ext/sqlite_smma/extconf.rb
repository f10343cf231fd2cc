# frozen_string_literal: true

require 'mkmf'

# Not an extension of Ruby's but of SQLite's, which any program could load: no Ruby in it.
$LIBRUBYARG = $LIBRUBYARG_SHARED = $LIBRUBYARG_STATIC = ''
$CFLAGS = "#{$CFLAGS} -std=c11 -O3"
# Ruby's own warnings are about older C.
$warnflags = '-Wall -Wextra' unless $mswin

create_makefile('sqlite_smma/smma')
