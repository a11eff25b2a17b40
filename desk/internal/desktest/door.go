package desktest

import (
	"net"
	"sync"
	"testing"
)

// door is an address of this machine at which one server after the other listens. While
// none does, whoever connects is sent away: the port stays ours, on a machine where other
// tests take ports too.
type door struct {
	net.Listener

	mu   sync.Mutex
	room *room
}

func newDoor(t *testing.T) *door {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{Listener: listener}
	t.Cleanup(func() { _ = listener.Close() })
	go d.receive()
	return d
}

// receive hands connections to the server that listens.
func (d *door) receive() {
	for {
		connection, err := d.Accept()
		if err != nil {
			return // the test is over
		}
		d.mu.Lock()
		room := d.room
		d.mu.Unlock()
		if room == nil || !room.enter(connection) {
			_ = connection.Close()
		}
	}
}

// open returns what the next server listens at.
func (d *door) open() net.Listener {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = &room{door: d, arrived: make(chan net.Conn), closed: make(chan struct{})}
	return d.room
}

// room is the listener of one server.
type room struct {
	door    *door
	arrived chan net.Conn
	once    sync.Once
	closed  chan struct{}
}

func (r *room) enter(connection net.Conn) bool {
	select {
	case r.arrived <- connection:
		return true
	case <-r.closed:
		return false
	}
}

func (r *room) Accept() (net.Conn, error) {
	select {
	case connection := <-r.arrived:
		return connection, nil
	case <-r.closed:
		return nil, net.ErrClosed
	}
}

func (r *room) Close() error {
	r.once.Do(func() { close(r.closed) })
	return nil
}

func (r *room) Addr() net.Addr { return r.door.Addr() }
