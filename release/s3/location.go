package s3

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// regions are names such as eu-west-1, auto, or what a storage of one's own calls its own.
var regions = regexp.MustCompile(`^[A-Za-z0-9_-]{0,63}$`)

// maxPrefix bounds the prefix, in bytes: the storage takes 1,024 for prefix and key.
const maxPrefix = 512

// location is an address that was read.
type location struct {
	bucket string
	prefix string // empty, or ends with a slash
	// endpoint is scheme and host; Amazon's if the address has none.
	endpoint  url.URL
	region    string
	pathStyle *bool
	anonymous bool
}

// readLocation reads an address. Its errors repeat nothing of an address that could have
// credentials in it.
func readLocation(address string) (location, error) {
	u, err := url.Parse(address)
	if err != nil {
		return location{}, errors.New("the address is not a valid URL: use s3://BUCKET/PREFIX")
	}
	if u.Scheme != "s3" || u.Opaque != "" {
		return location{}, errors.New("the address must start with s3://")
	}
	if u.User != nil {
		return location{}, errors.New("the address must not contain credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	}
	if u.Fragment != "" {
		return location{}, errors.New("the address must not contain #")
	}
	if err := s3utils.CheckValidBucketName(u.Host); err != nil || strings.Contains(u.Host, ":") {
		return location{}, fmt.Errorf("%q is not the name of a bucket", u.Host)
	}
	l := location{bucket: u.Host}
	if l.prefix, err = readPrefix(u.Path); err != nil {
		return location{}, err
	}
	if err := l.readQuery(u.RawQuery); err != nil {
		return location{}, err
	}
	return l, nil
}

func readPrefix(path string) (string, error) {
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
	if path == "" {
		return "", nil
	}
	if len(path) > maxPrefix {
		return "", fmt.Errorf("the prefix has %d bytes; the most is %d", len(path), maxPrefix)
	}
	if !utf8.ValidString(path) || strings.ContainsFunc(path, unicode.IsControl) || strings.Contains(path, `\`) {
		return "", fmt.Errorf("the prefix %q has characters that a storage may not keep", path)
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return "", fmt.Errorf("the prefix %q must not have empty parts, \".\" or \"..\"", path)
		}
	}
	return path + "/", nil
}

func (l *location) readQuery(raw string) error {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return errors.New("what follows ? in the address cannot be read")
	}
	endpoint := amazon
	for name, values := range query {
		if len(values) > 1 {
			return fmt.Errorf("the address has %q more than once", name)
		}
		value := values[0]
		switch name {
		case "endpoint":
			endpoint = value
		case "region":
			l.region, err = readRegion(value)
		case "path_style":
			var pathStyle bool
			pathStyle, err = readBool(name, value)
			l.pathStyle = &pathStyle
		case "anonymous":
			l.anonymous, err = readBool(name, value)
		default:
			err = fmt.Errorf("unknown parameter %q: an address has endpoint, region, path_style and anonymous", name)
		}
		if err != nil {
			return err
		}
	}
	return l.readEndpoint(endpoint)
}

// String is an address that can be pasted.
func (l *location) String() string {
	text := "s3://" + l.bucket
	if l.prefix != "" {
		text += "/" + (&url.URL{Path: strings.TrimSuffix(l.prefix, "/")}).EscapedPath()
	}
	if l.endpoint.String() != amazon {
		text += "?endpoint=" + l.endpoint.String()
	}
	return text
}

func readRegion(value string) (string, error) {
	if !regions.MatchString(value) {
		return "", fmt.Errorf("%q is not a region", value)
	}
	return value, nil
}

func readBool(name, value string) (bool, error) {
	parsed, err := strconv.ParseBool(value)
	if err != nil {
		return false, fmt.Errorf("%s must be true or false, not %q", name, value)
	}
	return parsed, nil
}
