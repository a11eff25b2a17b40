package budget

// Gate lets only a few requests at a time do long work, so that the many that are
// short find a free processor.
type Gate struct{ places chan struct{} }

// NewGate returns a gate for that many requests at a time.
func NewGate(places int) *Gate { return &Gate{places: make(chan struct{}, max(places, 1))} }

// Enter waits for a place; false if done is closed first.
func (g *Gate) Enter(done <-chan struct{}) bool {
	select {
	case g.places <- struct{}{}:
		return true
	default:
	}
	select {
	case g.places <- struct{}{}:
		return true
	case <-done:
		return false
	}
}

// Leave gives the place to another request.
func (g *Gate) Leave() { <-g.places }
