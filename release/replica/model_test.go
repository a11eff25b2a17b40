package replica_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"nlgserver/internal/content"
	"nlgserver/internal/laws"
	"nlgserver/release"
	"nlgserver/release/memory"
	"nlgserver/release/replica"
	"nlgserver/release/storetest"
)

// TestLaws has publishers and replicas do anything, with stores that fail, and checks what
// must always hold.
func TestLaws(t *testing.T) {
	laws.Check(t, func(rt *rapid.T) {
		// A failure is a panic, which must not end the bubble's goroutine.
		var failure any
		synctest.Test(t, func(t *testing.T) {
			defer func() { failure = recover() }()
			m := &model{T: rt, ctx: t.Context(), record: &record{Store: memory.New()}, nodes: map[string]*member{}}
			defer m.end()
			rt.Repeat(map[string]func(*rapid.T){
				"publish": func(rt *rapid.T) { m.together(rt, m.publish) },
				"move":    func(rt *rapid.T) { m.together(rt, m.move) },
				"race":    func(rt *rapid.T) { m.together(rt, m.publish, m.publish, m.move) },
				"come":    m.come,
				"go":      m.leave,
				"fail":    m.fail,
				"heal":    m.heal,
				"wait": func(rt *rapid.T) {
					time.Sleep(time.Duration(rapid.IntRange(1, 60_000).Draw(rt, "ms")) * time.Millisecond)
				},
				"": m.check,
			})
			m.converge()
		})
		if failure != nil {
			panic(failure)
		}
	})
}

// record is a store that remembers everything that was live.
type record struct {
	release.Store

	mu    sync.Mutex
	lives []*release.Live
	fault error
}

func (r *record) Set(ctx context.Context, key string, data []byte, was release.Revision) (release.Revision, error) {
	if key != release.LiveKey {
		return r.Store.Set(ctx, key, data, was)
	}
	r.mu.Lock() // so that they are in order
	defer r.mu.Unlock()
	revision, err := r.Store.Set(ctx, key, data, was)
	if err == nil {
		l, err := release.Decode[release.Live](data, release.Trust{})
		if err == nil {
			_, err = release.FetchBundle(context.WithoutCancel(ctx), r.Store, l.Ref)
		}
		if err == nil && l.Canary != nil {
			_, err = release.FetchBundle(context.WithoutCancel(ctx), r.Store, l.Canary.Ref)
		}
		if err == nil && l.Sequence != len(r.lives)+1 {
			err = fmt.Errorf("move %d comes after %d others", l.Sequence, len(r.lives))
		}
		r.fault = errors.Join(r.fault, err)
		r.lives = append(r.lives, l)
	}
	return revision, err
}

func (r *record) all() []*release.Live {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.lives)
}

// member is a replica of the model.
type member struct {
	replica *replica.Replica
	store   *storetest.Faulty
	host    *judge
	cancel  func()
	ended   chan struct{}
}

// judge is a host that refuses some content, and checks what it is to say.
type judge struct {
	record *record
	name   string

	mu       sync.Mutex
	using    replica.Use
	sequence int
	fault    error
}

// refuses reports whether a replica of the name refuses a text: one in eight.
func refuses(name, text string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name + text))
	return h.Sum32()%8 == 0
}

func (j *judge) Prepare(ctx context.Context, _ release.Ref, files []content.File) (replica.Prepared, error) {
	text := string(files[0].Data)
	h := fnv.New32a()
	_, _ = h.Write([]byte(text + j.name))
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(time.Duration(h.Sum32()%5000) * time.Millisecond):
	}
	if refuses(j.name, text) {
		if h.Sum32()%2 == 0 {
			panic("refused")
		}
		return nil, &replica.RefusedError{Reason: "refused"}
	}
	return text, nil
}

func (j *judge) Switch(use replica.Use) {
	var known, main, canary bool
	for _, l := range j.record.all() {
		known = known || l.Nonce == use.Live.Nonce
		main = main || l.Ref == use.Says
		canary = canary || use.Canary == nil || use.Live.Canary != nil && l.Canary != nil && *l.Canary == *use.Live.Canary
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if !known || !main || !canary {
		j.fault = errors.Join(j.fault, fmt.Errorf("%s says what never was live: %+v", j.name, use))
	}
	if use.Live.Sequence < j.sequence {
		j.fault = errors.Join(j.fault, fmt.Errorf("%s goes back from %d to %d", j.name, j.sequence, use.Live.Sequence))
	}
	if refuses(j.name, use.Main.(string)) || use.Canary != nil && refuses(j.name, use.Canary.(string)) {
		j.fault = errors.Join(j.fault, fmt.Errorf("%s says what it refuses: %+v", j.name, use))
	}
	j.sequence, j.using = use.Live.Sequence, use
}

// model is the world of the laws.
type model struct {
	*rapid.T
	ctx    context.Context
	record *record
	nodes  map[string]*member
	// faults are those of the stores of the publishers.
	ann, bob func(storetest.Op, string) storetest.Fault
	actions  int
	// seen is the history as it was.
	seen []*release.Live
}

// together does some things at once. What they are is drawn before.
func (m *model) together(rt *rapid.T, draw ...func(*rapid.T) func() error) {
	var todo []func() error
	for _, d := range draw {
		todo = append(todo, d(rt))
	}
	errs := make([]error, len(todo))
	var all sync.WaitGroup
	for i, do := range todo {
		all.Go(func() { errs[i] = do() })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		rt.Fatal(err)
	}
}

// publisher returns one of two, whose stores fail in their own ways.
func (m *model) publisher(rt *rapid.T) (p *release.Publisher, message string) {
	m.actions++
	s := storetest.NewFaulty(m.record)
	p = &release.Publisher{Store: s, By: "ann", Wait: time.Duration(rapid.IntRange(1, 30).Draw(rt, "wait")) * time.Second}
	s.Fail(m.ann)
	if rapid.Bool().Draw(rt, "bob") {
		p.By = "bob"
		p.Now = func() time.Time { return time.Now().Add(-24 * time.Hour) }
		s.Fail(m.bob)
	}
	return p, fmt.Sprintf("action %d", m.actions)
}

func (m *model) publish(rt *rapid.T) func() error {
	p, message := m.publisher(rt)
	b := packed(fmt.Sprint("text ", rapid.IntRange(0, 20).Draw(rt, "text")))
	percent := rapid.SampledFrom([]int{0, 0, 50}).Draw(rt, "canary")
	ctx, cancel := m.patience(rt)
	return func() error {
		defer cancel()
		_, err := p.Publish(ctx, b, release.Release{Message: message}, percent)
		return m.judge(message, err)
	}
}

func (m *model) move(rt *rapid.T) func() error {
	p, message := m.publisher(rt)
	what := rapid.SampledFrom([]string{"rollback", "rollback", "promote", "abort"}).Draw(rt, "move")
	number := rapid.IntRange(0, 5).Draw(rt, "number")
	ctx, cancel := m.patience(rt)
	return func() error {
		defer cancel()
		var err error
		switch what {
		case "rollback":
			_, err = p.Rollback(ctx, number, message)
		case "promote":
			_, err = p.Promote(ctx, message)
		case "abort":
			_, err = p.Abort(ctx, message)
		}
		return m.judge(message, err)
	}
}

// patience returns the context of a publisher, who may end at any time.
func (m *model) patience(rt *rapid.T) (context.Context, context.CancelFunc) {
	if rapid.IntRange(0, 5).Draw(rt, "killed") == 0 {
		return context.WithTimeout(m.ctx, time.Duration(rapid.IntRange(1, 5000).Draw(rt, "after ms"))*time.Millisecond)
	}
	return context.WithCancel(m.ctx)
}

// judge checks that an outcome is what it says.
func (m *model) judge(message string, err error) error {
	moved := slices.ContainsFunc(m.record.all(), func(l *release.Live) bool { return l.Message == message })
	if _, unclear := errors.AsType[*release.UnclearError](err); unclear {
		return nil
	}
	late, isLate := errors.AsType[*release.LateError](err)
	if said := err == nil || isLate && late.Live; said != moved {
		return fmt.Errorf("%s: moved is %v, and it says: %w", message, moved, errors.Join(err))
	}
	return nil
}

func (m *model) come(rt *rapid.T) {
	name := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(rt, "name")
	if m.nodes[name] != nil {
		rt.Skip("it is there")
	}
	n := &member{store: storetest.NewFaulty(m.record), host: &judge{record: m.record, name: name}, ended: make(chan struct{})}
	r, err := replica.New(replica.Config{Store: n.store, Host: n.host, Name: name})
	if err != nil {
		rt.Fatal(err)
	}
	n.replica = r
	ctx, cancel := context.WithCancel(m.ctx)
	n.cancel = cancel
	go func() {
		defer close(n.ended)
		_ = r.Run(ctx)
	}()
	m.nodes[name] = n
}

// leave ends a replica, by a clean stop or as if it was killed.
func (m *model) leave(rt *rapid.T) {
	name, n := m.any(rt)
	if rapid.Bool().Draw(rt, "killed") {
		n.store.Fail(func(storetest.Op, string) storetest.Fault { return storetest.Before })
	}
	n.cancel()
	<-n.ended
	delete(m.nodes, name)
}

func (m *model) any(rt *rapid.T) (string, *member) {
	var names []string
	for name := range m.nodes {
		names = append(names, name)
	}
	if len(names) == 0 {
		rt.Skip("there is none")
	}
	slices.Sort(names)
	name := rapid.SampledFrom(names).Draw(rt, "name")
	return name, m.nodes[name]
}

// fail has the store of somebody fail now and then, or always.
func (m *model) fail(rt *rapid.T) {
	fault := rapid.SampledFrom([]storetest.Fault{storetest.Before, storetest.After, storetest.Hang}).Draw(rt, "fault")
	share := rapid.SampledFrom([]float64{0.05, 0.3, 1}).Draw(rt, "share")
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
	var mu sync.Mutex
	faults := func(storetest.Op, string) storetest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if random.Float64() < share {
			return fault
		}
		return storetest.None
	}
	switch rapid.IntRange(0, 3).Draw(rt, "whose") {
	case 0:
		m.ann = publisherFaults(faults)
	case 1:
		m.bob = publisherFaults(faults)
	default:
		_, n := m.any(rt)
		n.store.Fail(faults)
		n.store.Cut()
	}
}

// publisherFaults has what would hang fail instead: a publisher waits as long as its caller
// wants.
func publisherFaults(faults func(storetest.Op, string) storetest.Fault) func(storetest.Op, string) storetest.Fault {
	return func(op storetest.Op, key string) storetest.Fault {
		if fault := faults(op, key); fault != storetest.Hang {
			return fault
		}
		return storetest.Before
	}
}

func (m *model) heal(*rapid.T) {
	m.ann, m.bob = nil, nil
	for _, n := range m.nodes {
		n.store.Fail(nil)
		n.store.Cut()
	}
}

// check checks what holds at any time.
func (m *model) check(rt *rapid.T) {
	lives := m.record.all()
	if m.record.fault != nil {
		rt.Fatal(m.record.fault)
	}
	for _, n := range m.nodes {
		n.host.mu.Lock()
		err := n.host.fault
		n.host.mu.Unlock()
		if err != nil {
			rt.Fatal(err)
		}
	}
	moves, err := release.ReadMoves(m.ctx, m.record, release.Trust{})
	if err != nil {
		rt.Fatal(err)
	}
	slices.Reverse(moves)
	if len(moves) != len(lives) {
		rt.Fatalf("the history has %d moves, and there were %d", len(moves), len(lives))
	}
	for i, l := range moves {
		if l.Nonce != lives[i].Nonce || i < len(m.seen) && l.Nonce != m.seen[i].Nonce {
			rt.Fatalf("move %d in the history is %+v, and was %+v", i+1, l, lives[i])
		}
	}
	m.seen = moves
}

// converge checks that every replica says what is live once nothing fails any more, unless
// it refuses that.
func (m *model) converge() {
	m.heal(m.T)
	time.Sleep(2 * time.Minute)
	m.check(m.T)
	if len(m.seen) == 0 {
		return
	}
	live := m.seen[len(m.seen)-1]
	text := func(ref release.Ref) string {
		unpacked, err := release.FetchBundle(m.ctx, m.record, ref)
		if err != nil {
			m.Fatal(err)
		}
		return string(unpacked.Files[0].Data)
	}
	status, err := release.ReadStatus(m.ctx, m.record, release.Trust{})
	if err != nil {
		m.Fatal(err)
	}
	for name, n := range m.nodes {
		st := n.replica.State()
		if !st.Reachable || st.Live == nil || st.Live.Nonce != live.Nonce {
			m.Fatalf("%s does not know what is live: %+v", name, st)
		}
		at := slices.IndexFunc(status.Replicas, func(r release.ReplicaStatus) bool { return r.Replica == name })
		if at < 0 || status.Replicas[at].Lost || status.Replicas[at].Sequence != st.Sequence || status.Replicas[at].Beat.Says != st.Says {
			m.Fatalf("%s says %+v, and tells %+v", name, st, status.Replicas)
		}
		wantMain := !refuses(name, text(live.Ref))
		wantCanary := wantMain && live.Canary != nil && !refuses(name, text(live.Canary.Ref))
		follows := wantMain && (live.Canary == nil || wantCanary)
		if st.Follows != follows || wantMain && (st.Says != live.Ref || st.Sequence != live.Sequence) || wantCanary != (st.Canary != nil) && wantMain {
			m.Fatalf("%s follows: %v, want %v: %+v", name, st.Follows, follows, st)
		}
		// What a publisher that was killed has staged may be refused too.
		told := slices.ContainsFunc(st.Refusals, func(r release.Refusal) bool { return r.Of == live.Nonce })
		if follows == told || !follows && st.Error == "" || st.Error != "" && len(st.Refusals) == 0 {
			m.Fatalf("%s follows: %v, and says %+v", name, follows, st)
		}
		if !wantMain && st.Says.Version == "" && live.Previous != nil && !refuses(name, text(*live.Previous)) {
			m.Fatalf("%s has nothing, and could have what was live before: %+v", name, st)
		}
	}
}

func (m *model) end() {
	for _, n := range m.nodes {
		n.cancel()
		<-n.ended
	}
	time.Sleep(time.Minute) // what is detached ends too
}

func packed(text string) *release.Bundle {
	b, err := release.Pack([]content.File{{Path: "a.yml", Data: []byte(text)}}, nil)
	if err != nil {
		panic(err)
	}
	return b
}
