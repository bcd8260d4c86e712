// Command subscribe follows a channel: it prints every publication once, in
// order, across lost connections and restarts of the server.
//
//	go run ./cmd/subscribe -token-command "go run ./cmd/mint -user 42" chat:room
//
// The command stands for a request to your backend: it prints a connection
// token, and runs again when that has expired. So does -sub-token-command, for a
// channel that needs a token of its own.
//
// Standard output has one line per publication, "#OFFSET DATA"; what happens
// to the connection goes to standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"

	clientv1 "github.com/fanwire/fanwire/clients/go/gen/fanwire/client/v1"
)

func main() {
	log.SetFlags(0)
	server := flag.String("server", "127.0.0.1:8000", "address of the client API")
	tokenCommand := flag.String("token-command", "", "prints a connection token")
	subTokenCommand := flag.String("sub-token-command", "", "prints a subscription token of the channel")
	since := flag.String("since", "", "catch up from this position, `EPOCH:OFFSET`")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: subscribe [-server ADDRESS] [-token-command COMMAND] [-sub-token-command COMMAND] [-since EPOCH:OFFSET] CHANNEL")
	}
	subscriber := &Subscriber{
		Server:      *server,
		Channel:     flag.Arg(0),
		GetToken:    ask(*tokenCommand),
		GetSubToken: ask(*subTokenCommand),
		OnPublication: func(publication *clientv1.Publication) {
			fmt.Printf("#%d %s\n", publication.Offset, publication.Data)
		},
	}
	if *since != "" {
		position, err := parsePosition(*since)
		if err != nil {
			log.Fatal(err)
		}
		subscriber.Position = position
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := subscriber.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(err)
	}
}

// ask gives what runs the command and returns what it prints; nil for no command.
func ask(line string) func(context.Context) (string, error) {
	command := strings.Fields(line)
	if len(command) == 0 {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		token, err := exec.CommandContext(ctx, command[0], command[1:]...).Output()
		return strings.TrimSpace(string(token)), err
	}
}

func parsePosition(text string) (*clientv1.StreamPosition, error) {
	at := strings.LastIndexByte(text, ':')
	offset, err := strconv.ParseUint(text[at+1:], 10, 64)
	if at < 0 || err != nil {
		return nil, fmt.Errorf("-since %q: want EPOCH:OFFSET", text)
	}
	return &clientv1.StreamPosition{Epoch: text[:at], Offset: offset}, nil
}
