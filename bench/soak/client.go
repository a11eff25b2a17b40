package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// patience is how long a client waits for a reply.
const patience = 30 * time.Second

// answer is the result of a request.
type answer struct {
	// outcome is the status with the problem code, if any, or an error.
	outcome string
	text    []byte
	closes  bool
}

// conn is a client's connection.
type conn struct {
	net.Conn
	replies *bufio.Reader
}

func connect(address string) (*conn, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &conn{c, bufio.NewReader(c)}, nil
}

// ask sends a complete request and reads the reply.
func (c *conn) ask(request []byte) answer {
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return failed(err)
	}
	if _, err := c.Write(request); err != nil {
		return failed(err)
	}
	return c.answer()
}

func (c *conn) answer() answer {
	reply, err := http.ReadResponse(c.replies, nil)
	if err != nil {
		return failed(err)
	}
	defer func() { _ = reply.Body.Close() }()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		return failed(err)
	}
	var problem struct{ Code string }
	if reply.StatusCode >= 400 {
		if err := json.Unmarshal(text, &problem); err != nil || problem.Code == "" {
			problem.Code = "no problem document"
		}
	}
	return answer{fmt.Sprintf("%d %s", reply.StatusCode, problem.Code), text, reply.Close}
}

// failed describes an error without addresses, so that equal ones are counted.
func failed(err error) answer {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return answer{outcome: "no reply in time"}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return answer{outcome: "connection closed"}
	}
	if opErr, ok := errors.AsType[*net.OpError](err); ok {
		return answer{outcome: opErr.Op + ": " + opErr.Err.Error()}
	}
	return answer{outcome: err.Error()}
}

// one sends a request on a new connection.
func one(address string, request []byte) answer {
	c, err := connect(address)
	if err != nil {
		return failed(err)
	}
	defer func() { _ = c.Close() }()
	return c.ask(request)
}

func plainPost(path string, body []byte, headers ...string) []byte {
	return message("POST", path, body, headers...)
}

// message returns a complete HTTP request.
func message(method, path string, body []byte, headers ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", method, path, len(body))
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}
