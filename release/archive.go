package release

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"time"
)

// archive writes a tar.gz that depends on nothing but its entries: it has no times, no
// owners, and no name.
type archive struct {
	gzip *gzip.Writer
	tar  *tar.Writer
}

func newArchive(to io.Writer) *archive {
	zip := gzip.NewWriter(to)
	return &archive{zip, tar.NewWriter(zip)}
}

// add writes an entry.
func (a *archive) add(name string, data []byte) error {
	head := &tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(data)), ModTime: time.Unix(0, 0), Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(head); err != nil {
		return err
	}
	_, err := a.tar.Write(data)
	return err
}

func (a *archive) close() error {
	if err := a.tar.Close(); err != nil {
		return err
	}
	return a.gzip.Close()
}

// archived reads what [archive] writes. Its memory is that of one entry.
type archived struct {
	from *bufio.Reader
	gzip *gzip.Reader
	tar  *tar.Reader
}

func openArchive(from io.Reader) (*archived, error) {
	buffered := bufio.NewReader(from)
	zip, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, fmt.Errorf("it is not a gzip file: %w", cut(err))
	}
	zip.Multistream(false)
	return &archived{buffered, zip, tar.NewReader(zip)}, nil
}

// first reads the first entry, whose size is known to nobody yet.
func (a *archived) first(name string, most int64) ([]byte, error) {
	return a.read(name, func(size int64) error {
		if size > most {
			return fmt.Errorf("%s has %d bytes, the limit is %d", name, size, most)
		}
		return nil
	})
}

// next reads the next entry, which has to have this name and this size. The caller has
// checked that the size is one to have memory for.
func (a *archived) next(name string, size int64) ([]byte, error) {
	return a.read(name, func(has int64) error {
		if has != size {
			return fmt.Errorf("%s has %d bytes instead of %d", name, has, size)
		}
		return nil
	})
}

func (a *archived) read(name string, check func(size int64) error) ([]byte, error) {
	head, err := a.tar.Next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s is missing", name)
	case err != nil:
		return nil, fmt.Errorf("cannot read %s: %w", name, cut(err))
	case head.Typeflag != tar.TypeReg:
		return nil, fmt.Errorf("%q is not a plain file", head.Name)
	case head.Name != name:
		return nil, fmt.Errorf("it has %q where %s has to be", head.Name, name)
	}
	if err := check(head.Size); err != nil {
		return nil, err
	}
	data := make([]byte, head.Size)
	if _, err := io.ReadFull(a.tar, data); err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, cut(err))
	}
	return data, nil
}

// end checks that nothing follows, and the checksum of all that was read.
func (a *archived) end() error {
	head, err := a.tar.Next()
	if err == nil {
		return fmt.Errorf("it has %q, which it does not list", head.Name)
	}
	if !errors.Is(err, io.EOF) {
		return fmt.Errorf("cannot read its end: %w", cut(err))
	}
	switch n, err := io.CopyN(io.Discard, a.gzip, 1); {
	case n > 0:
		return errors.New("it has more bytes than its entries")
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("cannot read its end: %w", cut(err))
	}
	if _, err := a.from.ReadByte(); !errors.Is(err, io.EOF) {
		return errors.New("other bytes follow its end")
	}
	return nil
}

// cut names the most common damage as people do.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return err
}
