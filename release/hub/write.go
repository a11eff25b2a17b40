package hub

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"nlgserver/release"
)

// put writes an entry: if it has the revision of If-Match, if there is none with
// If-None-Match: *, or whatever there is.
func (q *request) put() *problem {
	if p := q.mayWrite(); p != nil {
		return p
	}
	was, always, p := q.condition()
	if p != nil {
		return p
	}
	data, p := q.body()
	if p != nil {
		return p
	}
	most := maxAssistants
	if q.may != mayPublish {
		most = maxOfReplicas
	}
	a, err := q.h.find(q.assistant, most)
	if err != nil {
		return q.h.failed(err)
	}
	if p := q.room(a); p != nil {
		return p
	}
	var r release.Revision
	if always {
		err = a.store.Put(q.Context(), q.key, data)
	} else {
		r, err = a.store.Set(q.Context(), q.key, data, was)
	}
	if err != nil {
		return q.h.failed(err)
	}
	a.tell(q.key)
	if r != "" {
		q.ResponseWriter.Header().Set("ETag", etag(r))
	}
	q.note("entry written", len(data))
	q.WriteHeader(http.StatusNoContent)
	return nil
}

// delete removes an entry.
func (q *request) delete() *problem {
	if p := q.mayWrite(); p != nil {
		return p
	}
	if len(q.Request.Header["If-Match"])+len(q.Request.Header["If-None-Match"]) > 0 {
		return fail(http.StatusBadRequest, codeWrongCondition, "an entry is deleted whatever its revision is")
	}
	a, err := q.h.find(q.assistant, 0)
	if err == nil && a != nil {
		err = a.store.Delete(q.Context(), q.key)
	}
	if err != nil {
		return q.h.failed(err)
	}
	if a != nil {
		a.tell(q.key)
		q.note("entry deleted", 0)
	}
	q.WriteHeader(http.StatusNoContent)
	return nil
}

func (q *request) mayWrite() *problem {
	if q.may == mayPublish || q.ofReplica() {
		return nil
	}
	return fail(http.StatusForbidden, codeReadOnly, "this token may write entries of replicas only")
}

// room refuses one more replica than an assistant may have. Those who publish need no limit.
func (q *request) room(a *assistant) *problem {
	if q.may == mayPublish {
		return nil
	}
	if f, _, err := a.store.File(q.Context(), q.key); err == nil {
		_ = f.Close() // nothing was written
		return nil
	}
	entries, err := a.store.List(q.Context(), release.ReplicasPrefix)
	if err != nil {
		return q.h.failed(err)
	}
	if len(entries) >= maxReplicas {
		return fail(http.StatusInsufficientStorage, codeReplicas, "the assistant has %d replicas, the most that it can have", maxReplicas)
	}
	return nil
}

func (q *request) ofReplica() bool { return strings.HasPrefix(q.key, release.ReplicasPrefix) }

// note logs a change. Replicas write all the time.
func (q *request) note(what string, size int) {
	if !q.ofReplica() {
		q.h.log.Info(what, "assistant", q.assistant, "key", q.key, "bytes", size, "client", q.RemoteAddr)
	}
}

// condition returns the revision that the entry must have, which is empty for no entry; or
// always, if that does not matter.
func (q *request) condition() (was release.Revision, always bool, p *problem) {
	match, none := tags(q.Request.Header["If-Match"]), tags(q.Request.Header["If-None-Match"])
	switch {
	case len(match) == 0 && len(none) == 0:
		return "", true, nil
	case len(match) == 1 && len(none) == 0 && match[0] != "*" && match[0] != "":
		return match[0], false, nil
	case len(match) == 0 && len(none) == 1 && none[0] == "*":
		return "", false, nil
	}
	return "", false, fail(http.StatusBadRequest, codeWrongCondition, `write If-Match: "REVISION" or If-None-Match: *, or neither`)
}

// body reads the body of a request.
func (q *request) body() ([]byte, *problem) {
	limit := int64(release.MaxEntry)
	if q.ofReplica() {
		limit = maxBeat
	}
	tooLarge := fail(http.StatusRequestEntityTooLarge, codeBodyTooLarge, "an entry has at most %d bytes", limit)
	if q.ContentLength > limit {
		return nil, tooLarge
	}
	if q.ofReplica() {
		return q.read(limit, tooLarge)
	}
	select {
	case q.h.receiving <- struct{}{}:
		defer func() { <-q.h.receiving }()
		return q.read(limit, tooLarge)
	case <-q.Context().Done():
	case <-q.h.ctx.Done():
	}
	return nil, fail(http.StatusServiceUnavailable, codeBusy, "the hub stops")
}

func (q *request) read(limit int64, tooLarge *problem) ([]byte, *problem) {
	length := max(q.ContentLength, 0)
	if q.ContentLength < 0 {
		length = limit
	}
	patience := bodyTime + time.Duration(length/leastRate)*time.Second
	q.deadline(patience + replyTime)
	_ = http.NewResponseController(q.ResponseWriter).SetReadDeadline(time.Now().Add(patience))
	data, err := io.ReadAll(http.MaxBytesReader(q.ResponseWriter, q.Body, limit))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, tooLarge
	}
	if err != nil {
		return nil, fail(http.StatusBadRequest, codeUnreadableBody, "the body cannot be read to its end")
	}
	return data, nil
}
