package desk

import (
	"crypto/sha256"
	"crypto/subtle"
	"sync"
	"time"
)

const (
	// maxAttempts is how many wrong keys are answered one by one; one more is
	// forgiven each attemptEvery.
	maxAttempts  = 10
	attemptEvery = 10 * time.Second
)

// keys is the key of the link that works: one at a time, and once.
type keys struct {
	mu    sync.Mutex
	valid bool
	hash  [sha256.Size]byte
	// wrong counts wrong keys, less one for each attemptEvery since then.
	wrong int
	since time.Time
}

func newKeys() *keys { return &keys{since: time.Now()} }

// renew returns a new key, and forgets the last one.
func (k *keys) renew() string {
	key := newSecret()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.valid, k.hash = true, sha256.Sum256([]byte(key))
	return key
}

// use reports whether the key fits, which it does once; if not, whether there were too
// many that did not. The right key always fits: otherwise anyone could lock its owner
// out by sending wrong ones, and nobody guesses 256 bits.
func (k *keys) use(key string) (fits, tooMany bool) {
	hash := sha256.Sum256([]byte(key))
	k.mu.Lock()
	defer k.mu.Unlock()
	if subtle.ConstantTimeCompare(hash[:], k.hash[:]) == 1 && k.valid {
		k.valid, k.hash = false, [sha256.Size]byte{}
		return true, false
	}
	now := time.Now()
	if forgiven := int(now.Sub(k.since) / attemptEvery); forgiven > 0 {
		k.wrong = max(0, k.wrong-forgiven)
		k.since = now
	}
	if k.wrong >= maxAttempts {
		return false, true
	}
	k.wrong++
	return false, false
}
