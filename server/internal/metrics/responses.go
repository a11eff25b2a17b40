package metrics

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"nlgserver/nlg"
)

// responses counts by response and by variation. The counters of a catalog are
// made before it goes live. A request whose catalog has just been replaced still
// finds its counters.
type responses struct {
	tables atomic.Pointer[tables]
	// preparing guards tables against two catalogs at a time, never against requests.
	preparing sync.Mutex
	// ahead is the table that was made last for a catalog that may go live; nil for none.
	ahead *table
}

// tables are the counters of the newest catalog, of the one before, and of the canary. Any
// of them may be nil.
type tables struct{ newest, before, canary *table }

// table has the counters of one catalog.
type table struct {
	version string
	// after is the version of the catalog whose counters go on here.
	after     string
	responses map[string]*response
}

// response has the counters of one response.
type response struct {
	name string
	asks *atomic.Uint64
	// picks has an entry for each variation, in file order; variations with the
	// same label share one.
	picks  []*atomic.Uint64
	labels map[string]*atomic.Uint64
}

func (r *responses) prepare(catalog *nlg.Catalog) {
	r.preparing.Lock()
	defer r.preparing.Unlock()
	now := r.now()
	if now.newest.is(catalog) {
		return
	}
	r.tables.Store(&tables{newest: r.table(catalog, now), before: now.newest, canary: now.canary})
	r.ahead = nil
}

func (r *responses) prepareAhead(catalog *nlg.Catalog) {
	r.preparing.Lock()
	defer r.preparing.Unlock()
	if now := r.now(); !now.newest.is(catalog) {
		r.ahead = r.table(catalog, now)
	}
}

func (r *responses) prepareCanary(catalog *nlg.Catalog) {
	r.preparing.Lock()
	defer r.preparing.Unlock()
	next := r.now()
	next.canary = nil
	if catalog != nil {
		next.canary = r.table(catalog, r.now())
	}
	r.tables.Store(&next)
}

func (r *responses) now() tables {
	if now := r.tables.Load(); now != nil {
		return *now
	}
	return tables{}
}

// table returns the table of a catalog, in which the counters of the newest go on. The
// caller holds the lock.
func (r *responses) table(catalog *nlg.Catalog, now tables) *table {
	after := ""
	if now.newest != nil {
		after = now.newest.version
	}
	for _, made := range [...]*table{r.ahead, now.canary} {
		if made.is(catalog) && made.after == after {
			return made
		}
	}
	return newTable(catalog, now.newest)
}

func (t *table) is(catalog *nlg.Catalog) bool { return t != nil && t.version == catalog.Version() }

func newTable(catalog *nlg.Catalog, before *table) *table {
	t := &table{version: catalog.Version(), responses: make(map[string]*response)}
	if before != nil {
		t.after = before.version
	}
	for name := range catalog.Names() {
		var old *response
		if before != nil {
			old = before.responses[name]
		}
		t.responses[name] = newResponse(name, catalog.VariationsOf(name), old)
	}
	return t
}

func newResponse(name string, variations []nlg.Variation, old *response) *response {
	if old == nil {
		old = &response{asks: new(atomic.Uint64)}
	}
	r := &response{
		name: name, asks: old.asks,
		picks: make([]*atomic.Uint64, len(variations)), labels: make(map[string]*atomic.Uint64, len(variations)),
	}
	for i, v := range variations {
		label := valid(v.ID)
		if label == "" {
			label = strconv.Itoa(i + 1)
		}
		picks := r.labels[label]
		if picks == nil {
			if picks = old.labels[label]; picks == nil {
				picks = new(atomic.Uint64)
			}
			r.labels[label] = picks
		}
		r.picks[i] = picks
	}
	return r
}

// count counts a message of the catalog; asked is empty if the response asked is
// not in it.
func (r *responses) count(catalog *nlg.Catalog, asked string, message *nlg.Message) {
	all := r.tables.Load()
	if all == nil {
		return
	}
	t := all.newest
	for _, other := range [...]*table{all.canary, all.before} {
		if !t.is(catalog) {
			t = other
		}
	}
	if !t.is(catalog) {
		return
	}
	found := t.responses[asked]
	if found != nil {
		found.asks.Add(1)
	}
	if message.Response != asked {
		found = t.responses[message.Response]
	}
	if found != nil && message.Variation >= 0 {
		found.picks[message.Variation].Add(1)
	}
}

func (r *responses) collect(to sink, d *descs) {
	all := r.tables.Load()
	if all == nil || all.newest == nil {
		return
	}
	for _, found := range all.newest.responses {
		name := valid(found.name)
		to.named(d.asked, found.asks, name)
		for id, picks := range found.labels {
			to.named(d.picked, picks, name, id)
		}
	}
}

// valid returns a string that may be the value of a label.
func valid(text string) string { return strings.ToValidUTF8(text, "\ufffd") }
