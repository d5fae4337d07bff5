document.documentElement.dataset.ready = 'bare';
