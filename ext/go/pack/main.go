// Pack puts a folder with a Go module where GOPROXY=file://… finds it:
//
//	pack FOLDER VERSION PROXY
//
// SOURCE_DATE_EPOCH is the time of the version. The same files give the same bytes.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "pack FOLDER VERSION PROXY")
		os.Exit(2)
	}
	if err := pack(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func pack(folder, version, proxy string) error {
	mod, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return err
	}
	path, err := module.EscapePath(modfile.ModulePath(mod))
	if err != nil {
		return err
	}
	info, err := describe(version)
	if err != nil {
		return err
	}
	versions := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"list":            []byte(version + "\n"),
		version + ".info": info,
		version + ".mod":  mod,
	} {
		if err := os.WriteFile(filepath.Join(versions, name), content, 0o644); err != nil {
			return err
		}
	}
	id := module.Version{Path: modfile.ModulePath(mod), Version: version}
	return archive(id, folder, filepath.Join(versions, version+".zip"))
}

// What the proxy's protocol has about a version.
func describe(version string) ([]byte, error) {
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return json.Marshal(struct {
		Version string
		Time    time.Time
	}{version, time.Unix(epoch, 0).UTC()})
}

func archive(id module.Version, folder, name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := zip.CreateFromDir(file, id, folder); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
