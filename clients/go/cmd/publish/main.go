// Command publish publishes messages to a channel through the server API.
//
//	go run ./cmd/publish chat:room "it starts" "one to nil"
package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	apiv1 "github.com/fanwire/fanwire/clients/go/gen/fanwire/api/v1"
)

const attempts = 5

func main() {
	log.SetFlags(0)
	address := flag.String("api", "127.0.0.1:9000", "address of the server API")
	flag.Parse()
	if flag.NArg() < 2 {
		log.Fatal("usage: publish [-api ADDRESS] CHANNEL DATA...")
	}
	channel, messages := flag.Arg(0), flag.Args()[1:]

	conn, err := grpc.NewClient(*address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	api := apiv1.NewApiServiceClient(conn)

	ctx := context.Background()
	if key := os.Getenv("FANWIRE_API_KEY"); key != "" {
		// Where the server API asks for a key.
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "apikey "+key)
	}
	for _, data := range messages {
		position, err := publish(ctx, api, channel, []byte(data))
		if err != nil {
			log.Fatalf("publish failed: %v", err)
		}
		fmt.Printf("%s #%d epoch %s\n", channel, position.Offset, position.Epoch)
	}
}

// publish publishes once, however often it has to be tried.
func publish(ctx context.Context, api apiv1.ApiServiceClient, channel string, data []byte) (*apiv1.PublishResponse, error) {
	// The key makes the retry safe: an attempt whose answer was lost is not published again.
	request := &apiv1.PublishRequest{Channel: channel, Data: data, IdempotencyKey: rand.Text()}
	for attempt := 1; ; attempt++ {
		response, err := publishOnce(ctx, api, request)
		switch status.Code(err) {
		case codes.Unavailable, codes.DeadlineExceeded:
			if attempt < attempts && ctx.Err() == nil {
				continue
			}
		}
		return response, err
	}
}

func publishOnce(ctx context.Context, api apiv1.ApiServiceClient, request *apiv1.PublishRequest) (*apiv1.PublishResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return api.Publish(ctx, request, grpc.WaitForReady(true))
}
