mod order;
mod scene;
