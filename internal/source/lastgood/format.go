package lastgood

import (
	"archive/tar"
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strconv"

	"nlgserver/internal/content"
)

const (
	// versionEntry is the first entry of the archive. It holds the content's
	// version.
	versionEntry = ".nlgserver-version"
	// formatRecord, a record of the first entry, is the number of the format.
	// The first format had no such record: its files had no roots, and its
	// version was computed differently.
	formatRecord = "NLGSERVER.format"
	format       = "2"
	// The records of a file: the fields of [content.File].
	rootRecord   = "NLGSERVER.root"
	nameRecord   = "NLGSERVER.name"
	directRecord = "NLGSERVER.direct"
	// maxBytes limits how much of a copy is read: twice the limit of content.
	maxBytes = 512 << 20
	// bufferSize is the size for reading and for writing.
	bufferSize = 256 << 10
)

func write(to io.Writer, files []content.File) error {
	buffered := bufio.NewWriterSize(to, bufferSize)
	archive := tar.NewWriter(buffered)
	entry := func(name string, data []byte, records map[string]string) error {
		head := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(data)), Typeflag: tar.TypeReg, Format: tar.FormatPAX, PAXRecords: records}
		if err := archive.WriteHeader(head); err != nil {
			return err
		}
		_, err := archive.Write(data)
		return err
	}
	if err := entry(versionEntry, []byte(content.Version(files)), map[string]string{formatRecord: format}); err != nil {
		return err
	}
	for _, f := range files {
		records := map[string]string{rootRecord: strconv.Itoa(f.Root)}
		if f.Name != "" {
			records[nameRecord] = f.Name
		}
		if f.Direct {
			records[directRecord] = "1"
		}
		if err := entry(f.Path, f.Data, records); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return buffered.Flush()
}

func read(from io.Reader) (files []content.File, version string, err error) {
	archive := tar.NewReader(bufio.NewReaderSize(io.LimitReader(from, maxBytes), bufferSize))
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", notACopy(err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			return nil, "", notACopy(err)
		}
		if version != "" {
			file, err := fileOf(head, data)
			if err != nil {
				return nil, "", notACopy(err)
			}
			files = append(files, file)
			continue
		}
		if head.Name != versionEntry || len(data) == 0 {
			return nil, "", notACopy(errors.New("its first entry is not a version"))
		}
		if got := head.PAXRecords[formatRecord]; got != format {
			return nil, "", fmt.Errorf("another version of nlgserver wrote this copy: its format is %s, not %s", cmp.Or(got, "1"), format)
		}
		version = string(data)
	}
	if len(files) == 0 {
		return nil, "", errors.New("the copy has no files")
	}
	return files, version, nil
}

func fileOf(head *tar.Header, data []byte) (content.File, error) {
	root, err := strconv.Atoi(head.PAXRecords[rootRecord])
	if err != nil {
		return content.File{}, fmt.Errorf("root of %s: %w", head.Name, err)
	}
	return content.File{
		Path: head.Name, Root: root, Name: head.PAXRecords[nameRecord], Data: data, Direct: head.PAXRecords[directRecord] != "",
	}, nil
}

func notACopy(err error) error { return fmt.Errorf("it is not a copy of content: %w", err) }
