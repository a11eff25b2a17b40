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
	"nlgserver/internal/source/files"
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
	maxBytes = 2 * files.DefaultMaxTotalSize
	// maxVersion limits the first entry.
	maxVersion = 1 << 10
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

// read reads a copy of so many bytes. Its files cannot have more: an archive that
// leaves out zeros is not ours.
func read(from io.Reader, size int64) (found []content.File, version string, err error) {
	room := room{files: files.DefaultMaxEntries, bytes: min(size, files.DefaultMaxTotalSize)}
	archive := tar.NewReader(bufio.NewReaderSize(io.LimitReader(from, maxBytes), bufferSize))
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, "", notACopy(err)
		}
		most := int64(files.DefaultMaxFileSize)
		if version == "" {
			most = maxVersion
		}
		data, err := room.read(archive, head, most)
		if err != nil {
			return nil, "", notACopy(err)
		}
		if version != "" {
			file, err := fileOf(head, data)
			if err != nil {
				return nil, "", notACopy(err)
			}
			found = append(found, file)
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
	if len(found) == 0 {
		return nil, "", errors.New("the copy has no files")
	}
	return found, version, nil
}

// room is how much more may be read.
type room struct {
	files int
	bytes int64
}

// read reads an entry that is as large as its header says.
func (r *room) read(archive io.Reader, head *tar.Header, most int64) ([]byte, error) {
	r.files--
	r.bytes -= head.Size
	switch {
	case head.Typeflag != tar.TypeReg:
		return nil, fmt.Errorf("%s is not a plain file", head.Name)
	case head.Size > most:
		return nil, fmt.Errorf("%s has %d bytes, the limit is %d", head.Name, head.Size, most)
	case r.files < 0:
		return nil, fmt.Errorf("it has more than %d files", files.DefaultMaxEntries)
	case r.bytes < 0:
		return nil, errors.New("its files have more bytes than it, or than content may have")
	}
	data := make([]byte, head.Size)
	_, err := io.ReadFull(archive, data)
	return data, err
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
