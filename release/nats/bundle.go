package nats

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"

	"nlgserver/release"
)

const (
	// chunkSize is how a bundle is cut; a server takes messages of 1 MiB if it is not told
	// otherwise.
	chunkSize = 512 << 10
	// stall is how long a transfer may make no progress.
	stall = 15 * time.Second
	// fetches are how often a bundle is asked for: a follower may not have all of it yet.
	fetches = 3
)

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return "SHA-256=" + base64.URLEncoding.EncodeToString(sum[:])
}

// object reads the message that ends a bundle; nil if there is no bundle.
func object(data []byte) (*jetstream.ObjectInfo, error) {
	var info jetstream.ObjectInfo
	if err := json.Unmarshal(data, &info); err != nil {
		return nil, fmt.Errorf("the bundle in NATS has no valid description: %w", err)
	}
	if info.Deleted {
		return nil, nil
	}
	if info.NUID == "" || info.Size > release.MaxEntry {
		return nil, errors.New("the bundle in NATS has no valid description")
	}
	return &info, nil
}

func whole(data []byte) bool {
	info, err := object(data)
	return err == nil && info != nil
}

// there returns the bundle of a key as it is described, and the number of that message; nil and
// the number to expect if there is none.
func (s *Store) there(ctx context.Context, r *room, key string) (*jetstream.ObjectInfo, *nats.RawStreamMsg, error) {
	m, err := s.message(ctx, r, r.subject(key))
	if err != nil || m == nil {
		return nil, nil, err
	}
	info, err := object(m.Data)
	return info, m, err
}

// bundle returns the entry of a bundle, whose description is in e.
func (s *Store) bundle(ctx context.Context, r *room, e release.Entry, known release.Revision) (release.Entry, error) {
	info, err := object(e.Data)
	if err != nil {
		return release.Entry{}, err
	}
	if info == nil {
		return release.Entry{}, release.ErrNotFound
	}
	e.Data = nil
	if known == e.Revision {
		return e, nil
	}
	for range fetches {
		if e.Data, err = s.fetch(ctx, r, info); err == nil {
			return e, nil
		}
		if ctx.Err() != nil || wait(ctx, retryWait) != nil {
			break
		}
	}
	return release.Entry{}, err
}

// fetch gets the chunks of a bundle, and checks them.
func (s *Store) fetch(ctx context.Context, r *room, info *jetstream.ObjectInfo) ([]byte, error) {
	if err := s.conn.wait(ctx); err != nil {
		return nil, err
	}
	data := make([]byte, 0, info.Size)
	if info.Size > 0 {
		sub, err := s.conn.old.SubscribeSync(r.chunks(info.NUID), nats.BindStream(r.stream), nats.OrderedConsumer())
		if err != nil {
			return nil, fmt.Errorf("cannot read a bundle from NATS: %w", err)
		}
		// What cannot be unsubscribed ends by itself.
		defer func() { _ = sub.Unsubscribe() }()
		if err := sub.SetPendingLimits(-1, -1); err != nil {
			return nil, err
		}
		for uint64(len(data)) < info.Size {
			next, cancel := context.WithTimeout(ctx, stall)
			m, err := sub.NextMsgWithContext(next)
			cancel()
			if err != nil {
				return nil, fmt.Errorf("a bundle from NATS stopped after %d of %d bytes: %w", len(data), info.Size, err)
			}
			if uint64(len(data)+len(m.Data)) > info.Size {
				return nil, fmt.Errorf("the bundle in NATS has more than its %d bytes", info.Size)
			}
			data = append(data, m.Data...)
		}
	}
	if digestOf(data) != info.Digest {
		return nil, errors.New("the bundle in NATS is damaged: its digest is not the one that was written")
	}
	return data, nil
}

func (r *room) chunks(nuid string) string { return r.subjects[0][:len(r.subjects[0])-1] + nuid }

// setBundle writes a bundle if the last description of its key has the number; 0 for none.
func (s *Store) setBundle(ctx context.Context, r *room, key string, data []byte, last uint64) (release.Revision, error) {
	info, m, err := s.there(ctx, r, key)
	switch {
	case err != nil:
		return "", err
	case last == 0 && info != nil, last != 0 && (info == nil || m.Sequence != last):
		return "", release.ErrChanged
	case m != nil:
		last = m.Sequence
	}
	return s.upload(ctx, r, key, data, last, info)
}

// putBundle writes a bundle if it is not there already.
func (s *Store) putBundle(ctx context.Context, r *room, key string, data []byte) error {
	info, _, err := s.there(ctx, r, key)
	if err == nil && info != nil && info.Size == uint64(len(data)) && info.Digest == digestOf(data) {
		return nil
	}
	// One whose description is broken is written anew.
	if ctx.Err() != nil {
		return err
	}
	_, err = s.upload(ctx, r, key, data, anyRevision, info)
	return err
}

// upload writes the chunks, each under a name that nobody else has, and then the
// description: without that there is no bundle.
func (s *Store) upload(ctx context.Context, r *room, key string, data []byte, last uint64, former *jetstream.ObjectInfo) (release.Revision, error) {
	info := jetstream.ObjectInfo{
		ObjectMeta: jetstream.ObjectMeta{Name: r.object(key), Opts: &jetstream.ObjectMetaOptions{ChunkSize: chunkSize}},
		Bucket:     r.before[len("$O.") : len(r.before)-len(".M.")],
		NUID:       nuid.Next(), Size: uint64(len(data)), Digest: digestOf(data),
	}
	for rest := data; len(rest) > 0; info.Chunks++ {
		n := min(len(rest), chunkSize)
		if err := s.chunk(ctx, r, info.NUID, rest[:n]); err != nil {
			s.purge(ctx, r, info.NUID)
			return "", fmt.Errorf("cannot write the bundle after %d of %d bytes: %w", len(data)-len(rest), len(data), err)
		}
		rest = rest[n:]
	}
	text, err := json.Marshal(info)
	if err != nil {
		return "", err
	}
	m := &nats.Msg{Subject: r.subject(key), Data: text, Header: nats.Header{}}
	m.Header.Set(nats.MsgRollup, nats.MsgRollupSubject)
	n, err := s.publish(ctx, r, m, last)
	if errors.Is(err, release.ErrChanged) {
		s.purge(ctx, r, info.NUID)
	}
	if err != nil {
		return "", err
	}
	if former != nil {
		s.purge(ctx, r, former.NUID)
	}
	return revision(n, text), nil
}

func (s *Store) chunk(ctx context.Context, r *room, nuid string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, stall)
	defer cancel()
	_, err := s.publish(ctx, r, &nats.Msg{Subject: r.chunks(nuid), Data: bytes.Clone(data)}, anyRevision)
	return err
}

// purge removes chunks that nobody can find any more. That it fails costs only space.
func (s *Store) purge(ctx context.Context, r *room, nuid string) {
	if ctx.Err() != nil {
		var cancel func()
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), attemptTime)
		defer cancel()
	}
	err := s.conn.try(ctx, "$JS.API.STREAM.PURGE."+r.stream, func(ctx context.Context) error {
		stream, err := s.conn.js.Stream(ctx, r.stream)
		if err != nil {
			return err
		}
		return stream.Purge(ctx, jetstream.WithPurgeSubject(r.chunks(nuid)))
	})
	if err != nil {
		s.options.log().Warn("cannot remove parts of a bundle from NATS", "stream", r.stream, "error", err)
	}
}

// removeBundle describes a bundle as removed, and then removes its chunks.
func (s *Store) removeBundle(ctx context.Context, r *room, key string) error {
	info, _, err := s.there(ctx, r, key)
	if err != nil || info == nil {
		return err
	}
	former := info.NUID
	info.Deleted, info.Size, info.Chunks, info.Digest = true, 0, 0, ""
	text, err := json.Marshal(info)
	if err != nil {
		return err
	}
	m := &nats.Msg{Subject: r.subject(key), Data: text, Header: nats.Header{}}
	m.Header.Set(nats.MsgRollup, nats.MsgRollupSubject)
	if _, err := s.publish(ctx, r, m, anyRevision); err != nil {
		return err
	}
	s.purge(ctx, r, former)
	return nil
}
