//! Compiles the one C file, for a program that links SQLite itself.

fn main() {
    println!("cargo:rerun-if-changed=c");
    cc::Build::new()
        .file("c/sqlite-smma.c")
        // sqlite3ext.h and sqlite3.h of the newest SQLite; the functions used are there since 3.25.
        .include("c")
        .define("SQLITE_CORE", None)
        .std("c11")
        // Also in a debug build: cc would take -O0 then, and smma() be many times slower.
        .opt_level(3)
        .compile("sqlite_smma");
}
