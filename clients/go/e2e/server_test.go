// Package e2e holds default Go clients against the real server. FANWIRE_BIN
// names its binary.
package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// key is what the server and the backend share.
const key = "the key of the tests, which the server and the backend share: 0123456789"

const config = `
log.level = "error"
client.token.hmac_secret_key = "` + key + `"

[listen]
client = { address = "127.0.0.1:0" }
api = { address = "127.0.0.1:0" }

[engine]
type = "embedded"
embedded.path = %q

[channel]
namespaces = [
  { name = "news", history_size = 1000, history_ttl = "1h", allow_recovery = true, history_durability = "sync", allow_subscribe_for_client = true, allow_history_for_subscriber = true },
]
`

// server is where a started server listens.
type server struct{ Client, API string }

// startServer starts the server; it is killed when the test ends.
func startServer(t *testing.T) server {
	t.Helper()
	binary := os.Getenv("FANWIRE_BIN")
	if binary == "" {
		t.Skip("FANWIRE_BIN does not name the server's binary")
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "fanwire.toml")
	if err := os.WriteFile(file, fmt.Appendf(nil, config, filepath.Join(folder, "fanwire.redb")), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	command := exec.CommandContext(ctx, binary, "serve", "--ready-json", "--config", file)
	command.Stderr = os.Stderr
	// Variables of this name would configure the server.
	command.Env = slices.DeleteFunc(os.Environ(), func(pair string) bool { return strings.HasPrefix(pair, "FANWIRE_") })
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = command.Wait()
	})
	var ready server
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if json.Unmarshal(lines.Bytes(), &ready) == nil && ready.API != "" {
			return ready
		}
	}
	t.Fatal("the server ended before it was ready")
	return ready
}

// token lets user 42 connect.
func token(t *testing.T) string {
	t.Helper()
	claims := jwt.MapClaims{"sub": "42", "exp": time.Now().Add(time.Hour).Unix()}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// dial opens a client with nothing but the defaults.
func dial(t *testing.T, address string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}
