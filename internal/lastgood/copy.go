package lastgood

import (
	"archive/tar"
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"nlgserver/internal/atomicfile"
	"nlgserver/internal/content"
)

const (
	// versionEntry is the first entry of the archive.
	versionEntry = ".nlgserver-version"
	// directRecord marks a file that was named by its own path.
	directRecord = "NLGSERVER.direct"
	// maxBytes bounds what is read of a copy: twice what content may have.
	maxBytes = 512 << 20
)

// Save writes the copy: whole and readable only by its owner, or not at all.
func Save(path string, files []content.File) error {
	return atomicfile.WriteFrom(path, 0o600, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 256<<10)
		if err := write(buffered, files); err != nil {
			return err
		}
		return buffered.Flush()
	})
}

func write(w io.Writer, files []content.File) error {
	archive := tar.NewWriter(w)
	entry := func(name string, data []byte, records map[string]string) error {
		head := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), Typeflag: tar.TypeReg, Format: tar.FormatPAX, PAXRecords: records}
		if err := archive.WriteHeader(head); err != nil {
			return err
		}
		_, err := archive.Write(data)
		return err
	}
	if err := entry(versionEntry, []byte(content.Version(files)), nil); err != nil {
		return err
	}
	for _, f := range files {
		var records map[string]string
		if f.Direct {
			records = map[string]string{directRecord: "1"}
		}
		if err := entry(f.Path, f.Data, records); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	return archive.Close()
}

// Load reads the copy and checks it against its version.
func Load(path string) ([]content.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	files, version, err := read(bufio.NewReaderSize(io.LimitReader(f, maxBytes), 256<<10))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if content.Version(files) != version {
		return nil, fmt.Errorf("%s: it is damaged: its files do not have its version", path)
	}
	return files, nil
}

func read(r io.Reader) (files []content.File, version string, err error) {
	archive := tar.NewReader(r)
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", fmt.Errorf("it is not a copy of content: %w", err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, "", fmt.Errorf("it is not a copy of content: %w", err)
		}
		switch {
		case version != "":
			files = append(files, content.File{Path: head.Name, Data: data, Direct: head.PAXRecords[directRecord] != ""})
		case head.Name == versionEntry && len(data) > 0:
			version = string(data)
		default:
			return nil, "", errors.New("it is not a copy of content: its first entry is no version")
		}
	}
	if len(files) == 0 {
		return nil, "", errors.New("it holds no files")
	}
	return files, version, nil
}
