package listen

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"sync"
	"time"
)

// Open begins to listen. The mode is that of a Unix socket's file.
func Open(ctx context.Context, a Address, mode fs.FileMode) (net.Listener, error) {
	if a.Socket == "" {
		cfg := &net.ListenConfig{}
		cfg.SetMultipathTCP(false) // a listener of it takes no filter; see keepOut
		l, err := cfg.Listen(ctx, "tcp", a.String())
		return l, cause(err)
	}
	if err := removeStale(ctx, a.Socket); err != nil {
		return nil, err
	}
	l, err := bind(ctx, a.Socket)
	if err != nil {
		return nil, cause(err)
	}
	s := &socket{UnixListener: l, path: a.Socket}
	s.SetUnlinkOnClose(false) // Close looks first
	// Only now others may connect; before, the umask would have decided.
	err = os.Chmod(a.Socket, mode)
	if err == nil {
		s.info, err = os.Lstat(a.Socket)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// bind listens on a socket to which only the owner can connect, on Linux also in the
// moment before its mode is set.
func bind(ctx context.Context, path string) (*net.UnixListener, error) {
	l, err := (&net.ListenConfig{Control: ownerOnly}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	return l.(*net.UnixListener), nil
}

// cause returns why a listener could not be opened, without the address, which
// the caller names.
func cause(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err
	}
	if call, ok := errors.AsType[*os.SyscallError](err); ok {
		return call.Err
	}
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}

// dialTimeout bounds the question whether somebody listens on a socket.
const dialTimeout = time.Second

// removeStale removes the file of a socket on which nobody listens any more, as
// SIGKILL leaves it. It removes nothing else.
func removeStale(ctx context.Context, path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return cause(err)
	case info.Mode()&fs.ModeSocket == 0:
		return errors.New("the file exists and is not a socket")
	}
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "unix", path)
	switch {
	case err == nil:
		return errors.Join(errors.New("another process listens on this socket"), c.Close())
	case !isRefused(err):
		return fmt.Errorf("the socket exists: %w", cause(err))
	}
	// Another server may have removed and made it meanwhile.
	if now, err := os.Lstat(path); err != nil || !same(info, now) {
		return errors.New("another process listens on this socket")
	}
	return os.Remove(path)
}

// same reports whether both are the same file, and not a later one that got its
// number.
func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime())
}

// socket is a listener that removes its file, unless that is another's by now.
type socket struct {
	*net.UnixListener
	path string
	info fs.FileInfo
	once sync.Once
}

// Close implements net.Listener.
func (s *socket) Close() error {
	s.once.Do(func() {
		if now, err := os.Lstat(s.path); err == nil && s.info != nil && same(s.info, now) {
			_ = os.Remove(s.path) // what stays is removed at the next start
		}
	})
	return s.UnixListener.Close()
}
