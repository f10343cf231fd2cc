module github.com/sqlite-smma/sqlite-smma/ext/go/pack

go 1.26.0

tool (
	github.com/ncruces/wasm2go
	github.com/ncruces/wasm2go/libc-gen
)

require golang.org/x/mod v0.42.0

require (
	github.com/ncruces/wasm2go v0.4.20 // indirect
	golang.org/x/tools v0.52.0 // indirect
)
