package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// dripping is a group of running slow clients.
type dripping struct {
	cancel context.CancelFunc
	group  sync.WaitGroup
}

// drip connects the slow clients and returns when all are connected.
func drip(address string, clients int) (*dripping, error) {
	ctx, cancel := context.WithCancel(context.Background())
	d := &dripping{cancel: cancel}
	for i := range clients {
		conn, err := begin(address, i)
		if err != nil {
			d.stop()
			return nil, err
		}
		// Clients on a network do not all send at the same moment.
		phase := time.Duration(i) * time.Second / time.Duration(clients)
		d.group.Go(func() { dripOn(ctx, conn, address, i, phase) })
	}
	return d, nil
}

func (d *dripping) stop() {
	d.cancel()
	d.group.Wait()
}

// begin connects and starts a request that never ends.
func begin(address string, i int) (net.Conn, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	head := "POST /nlg HTTP/1.1\r\nHost: bench\r\nX-Slow: "
	if i%2 == 0 {
		head = fmt.Sprintf("POST /nlg HTTP/1.1\r\nHost: bench\r\nContent-Length: %d\r\n\r\n{", 64<<20)
	}
	_, err = io.WriteString(conn, head)
	return conn, err
}

// dripOn sends one byte per second and reconnects after a disconnect.
func dripOn(ctx context.Context, conn net.Conn, address string, i int, phase time.Duration) {
	defer func() { _ = conn.Close() }()
	wait := time.NewTimer(phase)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
			wait.Reset(time.Second)
		}
		if _, err := io.WriteString(conn, " "); err != nil {
			_ = conn.Close()
			again, err := begin(address, i)
			if err != nil {
				return // the server rejects it, which is fine for a slow client
			}
			conn = again
		}
	}
}
