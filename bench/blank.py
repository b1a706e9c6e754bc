"""The smallest Textual application there is: what start and quit cost before a program adds anything."""

from textual.app import App

if __name__ == "__main__":
    App().run()
