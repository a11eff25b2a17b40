package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"nlgserver/internal/atomicfile"
)

const (
	// Delay is how long after an append the records are on the disk, at the latest.
	Delay = 250 * time.Millisecond
	// mode is that of a file.
	mode = 0o600
)

// ErrFull is the error for a record that would make the file larger than its limit,
// and for a file that already is.
var ErrFull = errors.New("the journal is full")

// Journal is an open file of records. It is safe for concurrent use.
type Journal struct {
	path  string
	limit int64
	sync  func(*os.File) error

	mu    sync.Mutex
	file  *os.File
	size  int64
	timer *time.Timer // runs while there are records that may not be on the disk
	// fault is the first failure to reach the disk. After one, nobody knows what
	// the disk has, until Rewrite has written everything again.
	fault error
}

// Contents are the records of a file, in order.
type Contents struct {
	Records [][]byte
	// Damaged is the name of a copy of the file as it was, if a record in it
	// could not be read; empty otherwise. A torn last line is none.
	Damaged string
}

// Open opens a file of at most limit bytes, or creates it, and reads its records. It
// repairs the file if a process or a machine stopped while it wrote.
func Open(path string, limit int64) (*Journal, Contents, error) {
	data, err := read(path, limit)
	if err != nil {
		return nil, Contents{}, err
	}
	c := parse(data)
	out := Contents{Records: c.records}
	if c.damaged > 0 {
		out.Damaged = path + ".damaged"
		if err := atomicfile.Write(out.Damaged, data, mode); err != nil {
			return nil, Contents{}, err
		}
		if err := atomicfile.Write(path, lines(c.records), mode); err != nil {
			return nil, Contents{}, err
		}
		c.whole = len(lines(c.records))
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, mode)
	if err != nil {
		return nil, Contents{}, err
	}
	j := &Journal{path: path, limit: limit, sync: (*os.File).Sync, file: f, size: int64(c.whole)}
	if err := j.cut(); err != nil {
		return nil, Contents{}, errors.Join(err, f.Close())
	}
	return j, out, nil
}

// Read returns the records of a file without changing it; none if there is no file.
func Read(path string, limit int64) ([][]byte, error) {
	data, err := read(path, limit)
	return parse(data).records, err
}

func read(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%q is not a regular file", path)
	case info.Size() > limit:
		return nil, fmt.Errorf("%q has %d bytes, of at most %d: %w", path, info.Size(), limit, ErrFull)
	}
	return os.ReadFile(path)
}

func lines(records [][]byte) []byte {
	var out []byte
	for _, r := range records {
		out = appendLine(out, r)
	}
	return out
}

// cut removes everything behind the last whole record.
func (j *Journal) cut() error {
	if err := j.file.Truncate(j.size); err != nil {
		return err
	}
	_, err := j.file.Seek(j.size, 0)
	return err
}

// Append adds a record, which must be JSON without a line feed. When it returns, the
// record survives the end of the process; after [Delay], also that of the machine.
// If it fails, nothing was added.
func (j *Journal) Append(record []byte) error {
	if bytes.IndexByte(record, '\n') >= 0 {
		return errors.New("a record has a line feed")
	}
	line := appendLine(nil, record)
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.file == nil:
		return os.ErrClosed
	case j.fault != nil:
		return j.fault
	case j.size+int64(len(line)) > j.limit:
		return fmt.Errorf("it has %d bytes, of at most %d: %w", j.size, j.limit, ErrFull)
	}
	if _, err := j.file.Write(line); err != nil {
		return errors.Join(err, j.cut())
	}
	j.size += int64(len(line))
	if j.timer == nil {
		j.timer = time.AfterFunc(Delay, func() { _ = j.Flush() })
	}
	return nil
}

// Flush waits until all records are on the disk. Its error stays until
// [Journal.Rewrite] succeeds.
func (j *Journal) Flush() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.flush()
}

func (j *Journal) flush() error {
	if j.timer == nil || j.file == nil {
		return j.fault
	}
	j.timer.Stop()
	j.timer = nil
	if err := j.sync(j.file); err != nil && j.fault == nil {
		j.fault = fmt.Errorf("cannot save to the disk: %w", err)
	}
	return j.fault
}

// Failed reports whether records could not be brought to the disk.
func (j *Journal) Failed() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.fault != nil
}

// Size is the length of the file in bytes.
func (j *Journal) Size() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.size
}

// Rewrite replaces all records, in one step: after a crash, the file has the old
// ones or the new ones.
func (j *Journal) Rewrite(records ...[]byte) error {
	data := lines(records)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return os.ErrClosed
	}
	if int64(len(data)) > j.limit {
		return fmt.Errorf("it needs %d bytes, of at most %d: %w", len(data), j.limit, ErrFull)
	}
	if err := atomicfile.Write(j.path, data, mode); err != nil {
		return err
	}
	f, err := os.OpenFile(j.path, os.O_WRONLY, mode)
	if err != nil {
		j.fault = err // the old file is gone: nothing may be appended to it
		return err
	}
	_ = j.file.Close()
	if j.timer != nil {
		j.timer.Stop()
	}
	j.file, j.size, j.timer, j.fault = f, int64(len(data)), nil, nil
	_, err = f.Seek(j.size, 0)
	return err
}

// Close flushes the records and closes the file.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err := errors.Join(j.flush(), j.file.Close())
	j.file = nil
	return err
}
