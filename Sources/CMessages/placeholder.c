int ignd_messages_placeholder; 
