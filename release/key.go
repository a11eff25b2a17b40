package release

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The keys of a store.
const (
	// LiveKey is the pointer to what replicas say: a [Live].
	LiveKey = "live"
	// StagedKey is the pointer to what they are to make ready: a [Staged].
	StagedKey = "staged"
	// ReleasesPrefix is that of the releases, by number: each a [Release].
	ReleasesPrefix = "releases/"
	// MovesPrefix is that of what was live, by sequence: each a [Live].
	MovesPrefix = "moves/"
	// BundlesPrefix is that of the bundles, by the SHA-256 of their bytes.
	BundlesPrefix = "bundles/"
	// ReplicasPrefix is that of the replicas, by name: each a [Beat].
	ReplicasPrefix = "replicas/"

	recordSuffix = ".json"
	bundleSuffix = ".tar.gz"
)

// keys are all that a store may be asked for. A store may rely on it: the names have no
// capitals, no dots at the begin, and nothing that a file system, a URL or NATS forbids.
var keys = regexp.MustCompile(`^(?:live|staged|(?:releases|moves)/[0-9]{8}\.json|bundles/[0-9a-f]{64}\.tar\.gz|replicas/` + replicaName + `\.json)$`)

const replicaName = `[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?`

var replicaNames = regexp.MustCompile(`^` + replicaName + `$`)

// CheckKey returns an error for a key that no store has. A store calls it first, so that
// no key leads out of it.
func CheckKey(key string) error {
	if !keys.MatchString(key) || strings.Contains(key, "..") {
		return fmt.Errorf("%q is not a key of a store of releases", key)
	}
	return nil
}

// CheckPrefix is [CheckKey] for what [Store.List] and [Store.Watch] take.
func CheckPrefix(prefix string) error {
	switch prefix {
	case "", LiveKey, StagedKey, ReleasesPrefix, MovesPrefix, BundlesPrefix, ReplicasPrefix:
		return nil
	}
	return fmt.Errorf("%q is not a prefix of keys of a store of releases", prefix)
}

// CheckReplica returns an error for a name that a replica cannot have.
func CheckReplica(name string) error {
	if !replicaNames.MatchString(name) || strings.Contains(name, "..") {
		return fmt.Errorf("%q cannot be the name of a replica: use up to 63 of a to z, 0 to 9, dot, dash and underscore, with a letter or a digit at both ends", name)
	}
	return nil
}

// RecordKey returns the key of the record of a release.
func RecordKey(number int) string { return numbered(ReleasesPrefix, number) }

// MoveKey returns the key of what was live, by its sequence.
func MoveKey(sequence int) string { return numbered(MovesPrefix, sequence) }

// BundleKey returns the key of a bundle.
func BundleKey(sha256 string) string { return BundlesPrefix + sha256 + bundleSuffix }

// ReplicaKey returns the key of a replica.
func ReplicaKey(name string) string { return ReplicasPrefix + name + recordSuffix }

func numbered(prefix string, number int) string {
	return fmt.Sprintf("%s%08d%s", prefix, number, recordSuffix)
}

// NumberOf returns the number in the key of a release or of a move; 0 for any other.
func NumberOf(key string) int {
	_, name, _ := strings.Cut(key, "/")
	number, err := strconv.Atoi(strings.TrimSuffix(name, recordSuffix))
	if err != nil {
		return 0
	}
	return number
}
